# expect: psgsh:PerformanceIndicator-formula sh:DatatypeConstraintComponent
# The value of “formula” does not say in which language it is.
DELETE WHERE { <id/indicator/example> psg:formula ?value } ;
INSERT DATA { <id/indicator/example> psg:formula "Text without a language" }
