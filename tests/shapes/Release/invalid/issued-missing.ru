# expect: psgsh:Release-issued sh:MinCountConstraintComponent
# The release has no date of issue.
DELETE WHERE { <id/release/example> dct:issued ?value }
