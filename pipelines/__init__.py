"""Ground floor: values and pure functions that turn a capture into an article. No I/O."""
