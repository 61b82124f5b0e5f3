# expect: psgsh:PerformanceIndicator-source sh:NodeKindConstraintComponent
# The value of “source” is text instead of an address.
DELETE WHERE { <id/indicator/example> dct:source ?value } ;
INSERT DATA { <id/indicator/example> dct:source "https://example.org/first" }
