# expect: psgsh:Release-releaseStatus sh:MaxCountConstraintComponent
# The release has two codes for “release status”.
INSERT DATA { <id/release/example> psg:releaseStatus <codelist/release-status/withdrawn> }
