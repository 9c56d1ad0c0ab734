"""The closed lists of slugs: what a block is, why it is not in the text, why a page is no article.

Each slug stands here once, with the sentence shown to readers. Tests hold docs/cleaning.md
and docs/schema.md to these lists.
"""

from __future__ import annotations

TEXT_ROLES = {
    "paragraph": "running text",
    "heading": "a heading inside the article",
    "list-item": "an item of a list",
    "quote": "a quotation set apart",
    "code": "program code or preformatted text",
    "table-row": "a row of a table",
}
"""Roles whose blocks can be kept as part of the text."""

APART_ROLES = {
    "title": "the article's headline",
    "byline": "who wrote it, where and when",
    "caption": "an image's caption",
    "comment": "a reader's comment",
}
"""Roles kept beside the text, in columns and tables of their own."""

ROLES = TEXT_ROLES | APART_ROLES | {"label": "a piece of the page's interface"}
"""What a block is. A removed paragraph is still a paragraph; `reason` says why it went."""

APART_REASONS = {
    "title": "the headline, kept as the article's title",
    "byline": "author, place or date line, kept as metadata",
    "caption": "image caption, kept with the article's captions",
    "comment": "a reader's comment, kept with the article's comments",
}
"""Why a block that was kept apart is not in the text; not listed in the view `removed`."""

REMOVED_REASONS = {
    "advertisement": "an advertisement or its label",
    "affiliate-notice": "a note on affiliate links, sponsors or commissions",
    "author-bio": "a description of the author below or beside the article",
    "caption-duplicate": "a caption printed a second time",
    "comment-policy": "the rules for readers' comments",
    "comment-widget": "buttons, counters and prompts around readers' comments",
    "cookie-notice": "a notice about cookies or consent",
    "copyright": "a copyright, legal or syndication line",
    "correction-note": "where to report errors or write to the newsroom, when the text was changed",
    "form": "a form, a button or a field's label",
    "hidden": "text the page does not show",
    "media-player": "labels of a player or gallery",
    "navigation": "menus, breadcrumbs, links to other parts of the site",
    "newsletter": "an invitation to subscribe, sign up or install an app",
    "outside-article": "outside the part of the page that holds the article",
    "paywall-notice": "a notice that the rest is for subscribers",
    "recurring": "the same line stands on other pages of the site",
    "related-stories": "links to other stories",
    "repeated": "stands a second time on the page",
    "repeated-headline": "the headline printed again",
    "section-label": "the name of the section or topic",
    "share-widget": "share, follow and rating buttons",
    "standfirst": "the article's summary above its text, outside of it",
    "tag-list": "the page's tags",
    "trailing-story": "another story set below or between the article",
    "unlikely-text": "reads like boilerplate to the model",
    "other": "a remnant with no meaning for a reader",
}
"""Why a block was removed."""

REASONS = APART_REASONS | REMOVED_REASONS

PAGE_TYPES = {
    "article": "one text on one subject",
    "liveblog": "a running report with entries as they came",
    "forum": "a discussion: its posts are the text",
    "product": "one product that is sold",
    "listing": "a list of other pages: a section, a tag, an archive, search results",
    "collection": "a list of products",
    "documentation": "a page of a manual or reference",
    "service": "what a firm, a school or an office offers",
    "home": "the front page of a site",
}
"""What a page is, as far as it shows."""

NOT_ARTICLE = {
    "no-text": "the page shows no text, or none that is more than its menus",
    "too-short": "too little text for an article",
    "listing": "a list of links or teasers, not one article",
    "home-page": "the front page of a site",
    "error-page": "an error, consent or login page",
    "not-a-page": "a file beside the pages: a style sheet, a script, an image, a document, a feed, a file of the system",
}
"""Rejections that say what the page is."""

FAILED = {
    "empty": "the file or body has no bytes",
    "binary": "not text, though named like a page: an image, a program; or an archive of unknown kind",
    "unreadable": "the file could not be opened or read",
    "not-a-file": "a device, a pipe, a socket",
    "broken-link": "a link to nothing, or in a circle",
    "link-outside": "a link in a folder that leads to a file outside of it",
    "bad-record": "a line, row or record that does not follow its format",
    "raw-unreadable": "the bytes kept of the page cannot be read again: their file has changed, is damaged or gone",
    "unresolved-revisit": "a record that refers to a page which is not in the archive",
    "too-large": "larger than the limit for one page",
    "time-limit": "cleaning took longer than the limit for one page",
    "memory-limit": "cleaning took more memory than the limit for one page",
    "worker-died": "the process that cleaned the page ended without an answer",
    "cleaning-error": "cleaning failed: an error in copydesk or its libraries",
}
"""Rejections that say what went wrong."""

CLEANING_FAILED = frozenset({"time-limit", "memory-limit", "worker-died", "cleaning-error", "raw-unreadable"})
"""Those of them that another try may mend: with a newer version, on a machine that is less busy, with the file back in its place."""

REJECTIONS = NOT_ARTICLE | FAILED

WARNINGS = {
    "truncated": "the parser met one of its limits: part of the page may be missing",
    "cautious": "the usual threshold left nothing, the cautious one was used",
    "guessed-encoding": "the character encoding was guessed",
    "fallback": "the usual extraction failed, a simpler one was used",
    "stale-rule": "the rule written for this site finds nothing on this page, the general way was used",
    "native-ad": "by the rule written for this site somebody paid for this article",
}
"""What a reader of an article should know about how it was cleaned."""
