# expect: psgsh:Release-issued sh:MaxCountConstraintComponent
# The release has two values of “date of issue”.
INSERT DATA { <id/release/example> dct:issued "2026-05-31"^^xsd:date }
