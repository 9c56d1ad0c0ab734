"""The words of benchmarks/dump-report.md, which train_dump.py fills with figures; measures nothing."""

from __future__ import annotations

__all__ = ["REPORT", "TRIED"]

REPORT = """# The dump model: figures

Written by `python benchmarks/train_dump.py CORPUS --report benchmarks/dump-report.md`; do not edit.

{pages} pages of {domains} domains (the article pages of WCXB's development set as the text a browser saves), {folds} folds
by domain: every page is cleaned by a model that has seen no page of its domain, and stories set below it come from domains that
model has not seen either. F1, precision and recall over bags of words as shared/tools/score.py counts them; leaked:
share of the gold's furniture snippets found in the text. Line model, gaps and edges only: no site memory and no naming rules.
Trained on {lines} lines (the pages and their variants), {features} features in the second pass; six logistic regressions, each with trees on what it leaves over: sentences and
labels in each of two passes, and between them where the article begins and ends; and a network over the lines of a page, trained on the pages and
two sets of variants, whose scores are mixed with those of the passes. What the second pass learns from was
scored by first passes that had not seen the page's fold. The conditions below the first line are measured on every {every}th page.

The best that these labels allow (whole lines kept or not) is F1 .980: some gold texts stop inside a line or leave lists out.

| pages | F1 | precision | recall | leaked |
| --- | ---: | ---: | ---: | ---: |
{table}

"Longer stories" are whole articles of other pages with their headlines, until they have 1.05 to 2.5 times the article's words:
right below the article or after some furniture, in part with copies of its frame; below the whole page; or as whole dumps.

No page of the corpus is in another language than English; the two scripts are its pages with the letters exchanged. Own
dumps of invented sites in 27 languages (`foreign_dumps.py`, never trained on), whole path, F1:

{foreign}

{tried}
"""
TRIED = """Trees grown on what the second pass leaves over: with gain (.930 to .934 by folds, leaked .053 to .053, longer stories below the article .723 to
.748, own dumps in 27 languages .975 to .978); trees in place of the second pass: without (.917 against .917 on one fold with one
threshold for all, .924 against .945 on 250 pages). A threshold of its own for each page: with gain (.925 to .930).

Trees on what the linear models of the gaps leave over, and how far words keep to one side of a gap: with gain (on 240 pages by three
folds longer stories below the article .647 to .748, whole dumps below .862 to .900, dumps as saved .952 to .951; on all pages below the
article .748 to .809). The second pass made twice, from its own scores, and the mean of both: with gain (below the article .809 to .850,
whole dumps .891 to .901, as saved .932 both). A third pass trained on the scores of the second in its place: less (below the article
.789 against .790 to .800, as saved .924 against .927). Half as many trees at twice the rate: as good within what pages vary (below the article
.833 against .850, whole dumps .910 against .901), and no faster. Most of what is lost as saved are ends: texts of lists and tables that are cut early, and text below that the gold leaves out.

Tried without gain, on 300 pages by folds: a second pass without bounds (F1 .915 against .916), weights of their own for lines
above, inside and below the probable article (.920 against .929), learning the end also from later gaps (.930 against
.929, but .658 against .676 with longer stories below), ridge strengths from 0.1 to 10 (within .001), variants of pages at a
third of their weight (.915 against .916). With gain, on 200 or 300 pages by folds: the second pass with bounds (.924 to .929, leaked .041
to .032; with longer stories below .557 to .676), dropping small stretches far from the main one (+.004), letting
sentences join the kept text one after another (+.004), keeping a paragraph once (+.002).

A network over the lines of a page (gated convolutions of 48 channels three lines wide, 1 to 32 lines apart, with gated running means down and up
the page after every second; all features of the first pass and of the gaps), trained on the same pages with twice their variants, on all pages by
the same five folds. Alone: longer stories below the article .839 to .912, whole dumps .911 to .924, cut to 2-9 lines with longer stories .478 to .694, but as saved
.934 to .918; without the running means .857, .914, .568 and .922. Half of the score of the passes, two fifths of its own and .2: below the article .899,
whole dumps .920, cut with longer stories .587, as saved .935, leaked .046 both. The .2 added for sentences only, as it is built in: below the article .904,
below the page .909 to .926, whole dumps .920, cut with longer stories .591, cut alone .742 to .754, openings below .927 to .930, as saved .9335 to .9346, leaked .046 to .044,
no cue words known .925 to .929, the script without spaces .928 to .926; own dumps in 27 languages .990 to .992. The shares were chosen on these pages. Of 188
held-out dumps of invented sites in three sets, of which nothing was trained, but which were in sight when labels were treated apart: F1 .880 to .929, .960 to .966, .918 to .919; leaked .084 to .065, .067 to .077, .083 to .083.
Its cost is 3 % of a dump's. Less: for labels no score above that of the passes (held-out sets .922, .966, .914), seven tenths of the passes' score and two of its own for
labels (below the article .885), and, on one fold, a network that knows the score of the passes and corrects it, with half the variants and five epochs (as saved .947 to .939, below the article .844 to .877,
where the mean of both apart gives .948 and .902).

The threshold of 0 that an earlier report showed above the shipped one was the shipped one, on every eighth page: those are easier than all."""
