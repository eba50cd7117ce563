"""Ordinary words, which are never heard as the name of a car."""

import re

from autoleads.text.chat.language import LANGUAGE_WORDS
from autoleads.text.chat.residue import COVERED_WORDS, SMALL_WORDS
from autoleads.text.chat.slang import FILLERS, PHRASES, VOCATIVES, WORDS
from autoleads.text.chat.traits import TRAIT_WORDS
from autoleads.text.chat.vocabulary import PATTERNS

_WORD = re.compile("[a-z]{3,}")

_SPOKEN_OF = frozenset(
    word
    for text in (*PHRASES, *PHRASES.values(), *(found.pattern for found in PATTERNS.values()))
    for word in _WORD.findall(text)
)
KNOWN_WORDS = (
    FILLERS
    | VOCATIVES
    | WORDS.keys()
    | set(WORDS.values())
    | SMALL_WORDS
    | COVERED_WORDS
    | LANGUAGE_WORDS
    | TRAIT_WORDS
    | _SPOKEN_OF
)
"""Words of which the rest of the package knows the meaning."""

_NEAR_A_NAME = """
acorn afford aired alias alleys allies alloys apanya apples artis autis barrier battle bingo
bladder blaze bottle caper captive careers cares caress carrier cause cendana central centre
cerai cerita cerna chewy cigar cilik cinta citra civil clouded clover clown comer confer confers
converge converse convert cooker cooler coolers copper cores corong cortex cover covers covert
covet craze create crowd crows crude crushed crushes crust curry curse cynic dansa daster
defended defenders delicate delik delima denda denga dense depended dusted elves emission
espresso ethics ethos expanded expense expose fajar falter farther fasad faster father fatter
fellas fellow fellows felon fists fokus folio force forgo forma forms fortune foxy frees freeze
fried fries front fronts galang gallant geli genie genit gets gloomy glossy grandiose hafal
halal hapal happier harder harsher hipotek iconic ignite ikonik innovate ironic kalian kalih
kamari kari karnaval karnival karya katanya keeper kejang kereta khazanah kilang kiper kissing
knicks known kontes koper korona korteks kosher kuliah lancar lance lander laser latih latin
livin living maafin maafkan macam magnate magnet makam makan makar makian makin makna malahan
mapan mapped marah marsh massa match meraih merch merk merry mobilize murahan opera padat pahat
painter palate panjat pasak pasal pasar paser passer passers pasta patter perasa perih peril
period periode perish perkosa perosak persona pesat pesos pesta pesto pijat pinter pistol piston
planter pokes polio polos porno portage porto pranks printer prosa pusat raise raised raises
rancher ranged rangers ranges rocks rookie safir santa santai santan santap sapphire satria
scenic scream searah sebar sebuah sedia semena senja sentral sentry sepia serai seraya serba
serenade serendah serene serial serie serta setia sheriff shift shitty shortage sienna sierra
sigma sipil sipir sipit sisik siti slash socket soket sonnet sooner splinter springer stallion
starry steam straddle streak streams suffice supercar susuk swept swipe syariah syirik syrian
taruhan tarung tavern tera terang terarah teros terpana terrace teruna tetra thriller tipuan tiruan
trace traces tracks trashed travel travels tribe tribes trigger vacate vario versa verza vihara
virus vista wheeling willing yards yarns zeal zebras zenit zenith ziarah zoned zones
"""
_NAMES_OF_PEOPLE = """
alvaro alves arief belle bette cahya callie carey carly carrie celia cheryl corona delia everett
felis fitra fitrah fred freud fritz gloria harper harriet idris jeff jimmy kalla kania karen
katrina katya kayla khairi khairy khalid khalifa khalifah latif lazio macau magda maidah maman
manda marca marco marcy masha masya mercia mercu messi nizam nizar pinto raisa ricky royce
scarlet scarlett selena serbia setya shania sherina shiddiq shinta sidik silas sinta sonia sonya
strata suriah surya syafiq syaikh syara syeikh syria terri terry thiago tiago tiana verona
"""
FALSE_FRIENDS = frozenset((_NEAR_A_NAME + _NAMES_OF_PEOPLE).split())
"""Ordinary words and names of people that sound like a name of a car or are one letter off."""
