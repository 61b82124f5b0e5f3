# expect: psgsh:PerformanceIndicator-higherIsBetter sh:DatatypeConstraintComponent
# The value of “higher is better” is neither true nor false.
DELETE WHERE { <id/indicator/example> psg:higherIsBetter ?value } ;
INSERT DATA { <id/indicator/example> psg:higherIsBetter "yes" }
