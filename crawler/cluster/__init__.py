"""Cleaning on the workers of a Dask cluster, beside the worker processes of this machine (an extra: `cluster`).

    option    `--cluster` on the command line -> the pool a run cleans with
    pool      pages in their order -> batches -> tasks of the cluster -> outcomes in the same order
    batches   what a cluster's worker does with a batch: each page in a bounded process, as at home

The archive stays where it is and has one writer, which is why the content is that of one machine: only cleaning, most
of the work, goes out.
"""
