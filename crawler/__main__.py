"""`python -m crawler` is `copydesk`."""

from crawler.start import main

if __name__ == "__main__":
    main()
