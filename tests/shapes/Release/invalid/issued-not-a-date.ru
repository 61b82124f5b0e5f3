# expect: psgsh:Release-issued sh:DatatypeConstraintComponent
# The value of “date of issue” is not a date.
DELETE WHERE { <id/release/example> dct:issued ?value } ;
INSERT DATA { <id/release/example> dct:issued "30 April 2026" }
