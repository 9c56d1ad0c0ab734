"""The commands of `copydesk`, one module each: options in, a call, results out. No work is done here."""
