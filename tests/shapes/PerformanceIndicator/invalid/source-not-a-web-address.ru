# expect: psgsh:PerformanceIndicator-source sh:PatternConstraintComponent
# The value of “source” is a script instead of a web address.
DELETE WHERE { <id/indicator/example> dct:source ?value } ;
INSERT DATA { <id/indicator/example> dct:source <javascript:alert(1)> }
