# expect: psgsh:Release-releaseStatus sh:MinCountConstraintComponent
# The release has no code for “release status”.
DELETE WHERE { <id/release/example> psg:releaseStatus ?value }
