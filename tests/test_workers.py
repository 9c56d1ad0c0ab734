"""The worker pool survives its tasks: each costs itself, within its limits, and the next one goes on."""

import errno
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import psutil
import pytest

from crawler.page_pool import WARM
from crawler.watched import LONGEST_ROUND
from crawler.workers import Limits, PoolError, Remedies, WorkerPool, cores, watched_seconds
from tests import worker_jobs

REMEDIES = Remedies(
    rescue=worker_jobs.rescue,
    lost=worker_jobs.lost,
    doubt=worker_jobs.doubt,
    weigh=worker_jobs.weigh,
    warm=WARM,  # the fork server of a process can be warmed up only once: other tests need it so
)
SLACK = 2.0
"""Seconds a busy machine may add."""
LIMITS = Limits(seconds=2.0, rescue_seconds=0.8, megabytes=384, tasks=50)
HURRIED = replace(LIMITS, patience=1.0)
"""For tasks that hang, so that nobody has to wait for them."""


@pytest.fixture(scope="module")
def pool():
    with WorkerPool(REMEDIES, processes=2, limits=LIMITS) as pool:
        yield pool


@pytest.fixture(scope="module")
def hurried():
    with WorkerPool(REMEDIES, processes=1, limits=HURRIED) as pool:
        yield pool


@pytest.fixture(scope="module")
def patient():
    """Time enough for the memory to be the limit that is met, on a busy machine too."""
    with WorkerPool(REMEDIES, processes=1, limits=Limits(megabytes=384)) as pool:
        yield pool


def one(pool, verb, argument=None):
    return pool.submit(worker_jobs.work, (verb, argument)).result()


def test_results_come_in_the_order_of_the_tasks(pool):
    assert list(pool.map(worker_jobs.work, (("echo", number) for number in range(300)))) == list(range(300))


def test_tasks_are_taken_lazily(pool):
    taken = []

    def tasks():
        for number in range(100_000):
            taken.append(number)
            yield ("echo", number)

    results = pool.map(worker_jobs.work, tasks())
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    assert len(taken) < 1000
    results.close()


def test_large_tasks_are_not_piled_up(patient):
    alive = []

    def tasks():
        for number in range(12):
            alive.append(number)
            yield ("length", bytes(40_000_000))

    for position, length in enumerate(patient.map(worker_jobs.work, tasks())):
        assert length == 40_000_000
        assert len(alive) - position <= 5


@pytest.mark.parametrize(
    ("verb", "argument", "reason"),
    [
        ("spin", None, "time-limit"),
        ("exit", 7, "worker-died"),
        ("segfault", None, "worker-died"),
        ("leave", 3, "cleaning-error"),
        ("raise", ValueError("no such thing"), "cleaning-error"),
        ("raise", RecursionError("deep"), "cleaning-error"),
        ("raise", FileNotFoundError(errno.ENOENT, "no such file"), "cleaning-error"),
        ("unpicklable", None, "cleaning-error"),
    ],
)
def test_a_bad_task_is_rescued_with_its_reason_and_the_next_goes_on(pool, verb, argument, reason):
    began = time.monotonic()
    outcome = one(pool, verb, argument)
    assert outcome[0] == "rescued"
    assert outcome[2] == reason
    assert time.monotonic() - began < LIMITS.seconds * LIMITS.patience + SLACK
    assert one(pool, "echo", "next") == "next"


@pytest.mark.parametrize(
    ("verb", "argument"),
    [
        ("allocate", 4000), ("allocate-at-once", 4000), ("swallow", 190), ("raise", MemoryError()), ("fill-and-fork", 200),
    ],
)  # fmt: skip
def test_a_task_that_runs_out_of_memory_says_so_and_the_next_goes_on(patient, verb, argument):
    outcome = one(patient, verb, argument)
    assert outcome[0] == "rescued"
    assert outcome[2] == "memory-limit"
    assert one(patient, "echo", "next") == "next"


def test_the_detail_says_how_the_worker_ended(pool):
    assert "exit status 7" in one(pool, "exit", 7)[3]
    assert "SIGSEGV" in one(pool, "segfault")[3]
    assert "ValueError: no such thing" in one(pool, "raise", ValueError("no such thing"))[3]
    assert one(pool, "spin")[3] == "stopped after 1.2 s of processor time"


@pytest.mark.parametrize("verb", ["sleep", "stop"])
def test_a_task_that_hangs_is_tried_twice_and_then_ended_by_the_clock(hurried, verb):
    outcome = one(hurried, verb)
    assert (outcome[0], outcome[2]) == ("rescued", "worker-died")
    assert outcome[3].startswith("no answer in 1.2 s, for which it got 0.")


def test_a_task_whose_rescue_hangs_too_is_lost_within_its_time(hurried):
    began = time.monotonic()
    assert one(hurried, "hopeless")[:2] == ("lost", "worker-died")
    assert time.monotonic() - began < 2 * LIMITS.work_seconds + LIMITS.seconds + 2 * SLACK


def test_waiting_for_a_processor_costs_no_page():
    """On a busy machine the clock runs on while the page does not."""
    with WorkerPool(REMEDIES, processes=1, limits=Limits(seconds=0.6, rescue_seconds=0.3, patience=10)) as pool:
        assert one(pool, "nap", 1.0) == "rested"


def test_no_time_passes_for_a_task_while_the_program_is_suspended():
    assert [watched_seconds(0.0, 0.025), watched_seconds(0.025, 3600.0)] == [0.025, LONGEST_ROUND]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO])
def test_an_error_of_the_machine_is_no_outcome_but_ends_the_run(pool, number):
    with pytest.raises(PoolError, match="No page was blamed"):
        one(pool, "raise", OSError(number, os.strerror(number)))
    assert one(pool, "echo", "next") == "next"


def test_a_worker_that_cannot_get_ready_says_so_before_the_first_task():
    broken = replace(REMEDIES, warm="tests.unready")
    with WorkerPool(broken, processes=1) as pool, pytest.raises(PoolError, match=r"No space left on device\n.*TMPDIR"):
        one(pool, "echo", 1)


def test_a_task_that_cannot_be_sent_costs_only_itself(pool):
    assert one(pool, "echo", lambda: None)[:2] == ("lost", "cleaning-error")
    assert one(pool, "echo", 1) == 1


def test_bad_tasks_among_good_ones_change_nothing_for_the_good_ones(pool):
    tasks = [("exit", 1) if number % 10 == 3 else ("echo", number) for number in range(60)]
    results = list(pool.map(worker_jobs.work, tasks))
    assert [r for r in results if isinstance(r, int)] == [n for n in range(60) if n % 10 != 3]
    assert len(results) == 60


def test_large_tasks_and_large_results_pass():
    with WorkerPool(REMEDIES, processes=1) as pool:
        assert one(pool, "length", bytes(60_000_000)) == 60_000_000
        assert len(one(pool, "large", 60)) == 60 * 1024 * 1024


def test_a_worker_killed_by_somebody_else_is_not_the_tasks_fault(pool, tmp_path):
    assert one(pool, "die-once", str(tmp_path / "calls")) == "second time"


def test_a_worker_that_keeps_memory_is_replaced():
    with WorkerPool(REMEDIES, processes=1, limits=LIMITS) as pool:
        assert one(pool, "keep", 1) == one(pool, "keep", 1)
        assert one(pool, "keep", 100) != one(pool, "pid")


def test_a_worker_is_replaced_after_its_number_of_tasks():
    with WorkerPool(REMEDIES, processes=1, limits=Limits(tasks=3)) as pool:
        pids = [one(pool, "pid") for _ in range(7)]
    assert [pids.index(pid) for pid in pids] == [0, 0, 0, 3, 3, 3, 6]


def test_a_new_worker_is_ready_within_a_second(pool):
    one(pool, "exit", 1)
    began = time.monotonic()
    one(pool, "exit", 1)
    assert time.monotonic() - began < 2 + SLACK  # two new workers: one for the rescue, one for this


def test_what_a_library_prints_does_not_reach_standard_output():
    program = (
        "from tests import worker_jobs as w; from crawler.workers import Remedies, WorkerPool\n"
        "if __name__ == '__main__':\n"
        "    with WorkerPool(Remedies(rescue=w.rescue, lost=w.lost), processes=1) as pool:\n"
        "        print(pool.submit(w.work, ('print', None)).result())\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "quiet\n"


def test_closing_ends_hanging_workers_at_once():
    pool = WorkerPool(REMEDIES, processes=2, limits=Limits())
    pid = one(pool, "pid")
    hanging = pool.submit(worker_jobs.work, ("sleep", None))
    began = time.monotonic()
    pool.close()
    assert time.monotonic() - began < 5
    assert hanging.cancelled() or isinstance(hanging.exception(), PoolError) or hanging.result()[0] == "lost"
    psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=5)
    assert not psutil.pid_exists(pid)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("verb", ["echo", "sleep", "spin"])
def test_no_worker_outlives_a_killed_parent(verb):
    program = (
        "import sys; from tests import worker_jobs as w; from crawler.workers import Remedies, Limits, WorkerPool\n"
        "pool = WorkerPool(Remedies(rescue=w.rescue, lost=w.lost), 1, Limits(seconds=2, rescue_seconds=0.5, patience=1))\n"
        "print(pool.submit(w.work, ('pid', None)).result(), flush=True)\n"
        f"pool.submit(w.work, ('{verb}', None)); sys.stdin.read()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    worker = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    _, alive = psutil.wait_procs([worker], timeout=10)
    assert not alive


def test_cores_are_those_this_process_may_use():
    assert 1 <= cores() <= (os.cpu_count() or 1)


def test_signals_have_names():
    from crawler.watched import _ended_by

    assert _ended_by(signal.SIGSEGV) == "ended by SIGSEGV"
    assert _ended_by(50) == "ended by signal 50"
