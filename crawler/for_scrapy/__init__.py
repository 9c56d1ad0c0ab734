"""For people who have Scrapy projects of their own: an add-on that archives and cleans what their spiders bring.

ADDONS = {"crawler.for_scrapy.Copydesk": 100}
COPYDESK_ARCHIVE = "news.db"

addon      the add-on and its item pipeline
items      what spiders yield -> captures
settings   Scrapy settings under which this project's own spider runs (`scrapy crawl copydesk`)
spider     that spider
"""

from crawler.for_scrapy.addon import ArchivePipeline, Copydesk

__all__ = ["ArchivePipeline", "Copydesk"]
