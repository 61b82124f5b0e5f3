# expect: psgsh:TwoCurrentReleases sh:SPARQLConstraintComponent
# Two releases of the catalogue are current.
DELETE { <id/release/example-old> psg:releaseStatus ?status ; psg:graph ?graph }
INSERT { <id/release/example-old> psg:releaseStatus <codelist/release-status/current> ; psg:graph <graph/example/services> }
WHERE { <id/release/example-old> psg:releaseStatus ?status ; psg:graph ?graph }
