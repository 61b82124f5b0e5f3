# expect: psgsh:PriorityAssessment-date sh:DatatypeConstraintComponent
# The value of “date” is not a date.
DELETE WHERE { <id/assessment/example> dct:date ?value } ;
INSERT DATA { <id/assessment/example> dct:date "30 April 2026" }
