"""What `crawler.warm` looks like to a worker on a machine whose disk is full."""

FAULT = "OSError: [Errno 28] No space left on device"
