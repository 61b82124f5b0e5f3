# expect: psgsh:IndicatorTarget-year sh:DatatypeConstraintComponent
# The value of “year” is not a whole number.
DELETE WHERE { <id/target/example> psg:year ?value } ;
INSERT DATA { <id/target/example> psg:year 2027.5 }
