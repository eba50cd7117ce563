"""WhatsApp providers behind one small interface: `base` says what all share, each provider has its own module."""
