"""Work on many pages: in this process, on the cores of this machine, or on a Dask cluster.

`through.work_through` gives results as they come; whoever stores them is the one that writes. A part of the
work may be done twice (a process was killed, the program was started again): it is stored once, by its
content.
"""
