"""What a page says of itself: title, authors, dates, section, tags, site. Leaves the text to other modules."""
