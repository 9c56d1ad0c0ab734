"""The guarded network: only http and https, and no address of a private network, however it is written or answered for.

    policy     which addresses may be asked: pure
    resolver   names become addresses, and each is looked at; the connection goes to that very address
    guarding   the same for addresses before they are asked for, the settings that put all of it in force, and the proof
    bounded    the handler: what may come in headers and bodies, and how much of it at once
    unpacking  compressed bodies, within bounds
    rendering  pages that scripts write, in Chromium: an extra
    proxy      that browser's only way out

A name is resolved once for each connection and the answer is what is connected to, so a name server that gives another answer
the second time gains nothing. The resolver is one of the process, as Scrapy takes it from the process's settings alone: in a
spider's own settings it would be ignored without a word. `prove_guard` therefore asks the running reactor, and the handler
refuses to work without.

Imported from its modules: the policy needs no Scrapy, and commands that do not crawl shall not wait for it.
"""
