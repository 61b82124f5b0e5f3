# expect: psgsh:PerformanceIndicator-numeratorDefinition sh:DatatypeConstraintComponent
# The value of “numerator definition” does not say in which language it is.
DELETE WHERE { <id/indicator/example> psg:numeratorDefinition ?value } ;
INSERT DATA { <id/indicator/example> psg:numeratorDefinition "Text without a language" }
