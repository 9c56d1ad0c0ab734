"""Top floor: readers and spiders, worker processes and the command line."""
