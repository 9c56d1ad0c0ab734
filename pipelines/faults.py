"""Which errors are the machine's and not the page's: a full disk is no reason to turn a page away for good.

Cleaning opens no file of its own, so these come from a library that does, and say nothing about the page it had
in hand. Leaves out what is done about them: the program stops and says so, the page keeps waiting.
"""

from __future__ import annotations

import errno

__all__ = ["is_of_the_machine"]

_NAMES = ("ENOSPC", "EDQUOT", "EFBIG", "EMFILE", "ENFILE", "ENOMEM", "EIO")
"""No space or no more allowed, a file too large for the limits of the shell, no file numbers left, no memory, a bad disk.
`MemoryError` is not among them: the memory a page may take is limited, and most that meet it are at fault themselves."""

_NUMBERS = frozenset(number for name in _NAMES if (number := getattr(errno, name, None)) is not None)


def is_of_the_machine(error: BaseException) -> bool:
    """Whether the same page could do well on the same machine tomorrow.

    >>> is_of_the_machine(OSError(errno.ENOSPC, "No space left on device")), is_of_the_machine(ValueError("odd table"))
    (True, False)
    """
    return isinstance(error, OSError) and error.errno in _NUMBERS
