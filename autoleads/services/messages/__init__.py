"""Messages: received, replied, delivered, and what the gateway reports about them."""

from autoleads.services.messages.conversation import (
    NewReply,
    cars_by_code,
    latest_by_lead,
    list_messages,
    messages_of,
    newest_id,
    reply,
    retry,
)
from autoleads.services.messages.delivery import (
    PreparedSend,
    abandon_delivery,
    prepare_delivery,
    settle_delivery,
)
from autoleads.services.messages.enquiries import NewEnquiry, create_enquiry
from autoleads.services.messages.inbound import (
    MAX_MESSAGE_AGE,
    receive,
)
from autoleads.services.messages.media import (
    KeptFile,
    PendingFile,
    get_file,
    give_up_file,
    keep_file,
    pending_files,
)
from autoleads.services.messages.outbound import NewMessage, count_queued, queue_message
from autoleads.services.messages.search import SEARCHED, FoundMessage, search
from autoleads.services.messages.webhook_events import (
    Outcome,
    Reason,
    Webhook,
    process_connection,
    process_message,
    process_status,
)

__all__ = [
    "MAX_MESSAGE_AGE",
    "SEARCHED",
    "FoundMessage",
    "KeptFile",
    "NewEnquiry",
    "NewMessage",
    "NewReply",
    "Outcome",
    "PendingFile",
    "PreparedSend",
    "Reason",
    "Webhook",
    "abandon_delivery",
    "cars_by_code",
    "count_queued",
    "create_enquiry",
    "get_file",
    "give_up_file",
    "keep_file",
    "latest_by_lead",
    "list_messages",
    "messages_of",
    "newest_id",
    "pending_files",
    "prepare_delivery",
    "process_connection",
    "process_message",
    "process_status",
    "queue_message",
    "receive",
    "reply",
    "retry",
    "search",
    "settle_delivery",
]
