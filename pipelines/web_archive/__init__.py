"""Web archive files, read from bytes: WARC and ARC records, their packing, and the HTTP messages in them. Opens nothing.

members     a file's compressed members, and how to go on behind a damaged one
records     records of WARC and ARC, with their lengths and digests checked
http        a response: status, headers, the body with its encodings taken off
body        one record's page: what a reader makes a capture of, and what an archive reads back
"""
