# expect: psgsh:DigitisationAssessment-date sh:DatatypeConstraintComponent
# The value of “date” is not a date.
DELETE WHERE { <id/level-assessment/example> dct:date ?value } ;
INSERT DATA { <id/level-assessment/example> dct:date "30 April 2026" }
