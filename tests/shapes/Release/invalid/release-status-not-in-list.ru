# expect: psgsh:Release-releaseStatus sh:NodeConstraintComponent
# The code for “release status” is not in the code list.
DELETE WHERE { <id/release/example> psg:releaseStatus ?value } ;
INSERT DATA { <id/release/example> psg:releaseStatus <codelist/release-status/unknown> }
