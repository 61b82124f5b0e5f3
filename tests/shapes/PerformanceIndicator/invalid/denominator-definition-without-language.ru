# expect: psgsh:PerformanceIndicator-denominatorDefinition sh:DatatypeConstraintComponent
# The value of “denominator definition” does not say in which language it is.
DELETE WHERE { <id/indicator/example> psg:denominatorDefinition ?value } ;
INSERT DATA { <id/indicator/example> psg:denominatorDefinition "Text without a language" }
