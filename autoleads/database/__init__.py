"""The session, its tenant and the rules of the database that every table shares."""
