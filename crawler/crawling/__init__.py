"""Crawling: Scrapy fetches, the archive remembers, the pool cleans. `running.crawl` is the way in.

    frontier (archive) -> Errand.requests -> pace, robots, guard -> Scrapy's downloader -> Answer
    Answer -> read (addresses in it, what it forbids) -> decide -> Fetched -> Clerk -> one transaction
    pages without an outcome -> Cleaner -> pool of workers -> outcomes

    answer       what came back, as values              deciding    what follows from it: pure
    reading      addresses in pages, feeds, sitemaps    likely      which of them are articles
    robots       robots.txt by RFC 9309                 pace        delay and connections of each host
    errand       one site's crawl                       spiders     the Scrapy side of it
    clerk        the thread that writes                 cleaner     the thread that has pages cleaned

Three threads, so that nobody waits for the wrong thing: Scrapy's reactor, which never parses and never writes; the clerk, which
owns the writing connection and saves what came in batches; the cleaner, with a connection of its own. What is on its way is
bounded by the connections that are allowed at once; everything else waits in the database.
"""
