# expect: psgsh:ProcurementDecision-date sh:DatatypeConstraintComponent
# The value of “date” is not a date.
DELETE WHERE { <id/decision/example> dct:date ?value } ;
INSERT DATA { <id/decision/example> dct:date "30 April 2026" }
