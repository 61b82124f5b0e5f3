# expect: psgsh:IndicatorTarget-targetValue sh:DatatypeConstraintComponent
# The value of “target value” is a whole number without a decimal point.
DELETE WHERE { <id/target/example> psg:targetValue ?value } ;
INSERT DATA { <id/target/example> psg:targetValue 1 }
