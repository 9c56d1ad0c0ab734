"""A dump cleaned in parts where it lies, on the workers of a Dask cluster: each part becomes an archive of its own, a shard.

    finding      what was named -> inputs: files, byte ranges of large web archive files, what cannot be read
    parts        inputs -> parts, and what is written down of them: `job.json`, and a mark for each part that is done
    places       files behind addresses (S3, HTTP, ...), by fsspec: to be read at any place, to be put
    folder       the shards, the job and the marks, wherever they are kept
    making       part -> shard, on a worker: what `copydesk clean` does, in a temporary folder, then to its place, its mark last
    jobs         the parts without a mark -> tasks of the cluster, until each has one or a reason why not
    merging      what was named for `copydesk merge` or `serve` -> the archives in it

Theory of operation. A part is done if there is a mark that names its shard. Shards have names of their own for each attempt, and a
mark is one small file, written when all of its shard is there: so a worker that was killed, or two that do the same part,
leave something over and spoil nothing, and a job that is repeated does what has no mark.

A range of a web archive file holds the records that begin in it. Where the first begins has to be searched for, and what
looks like the beginning of a record may lie in another one. So each range says where its first record is and where the next
one behind it; where two neighbours do not agree the later one is made anew from the place that the earlier one names.
"""
