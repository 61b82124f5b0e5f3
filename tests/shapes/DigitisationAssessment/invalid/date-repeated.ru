# expect: psgsh:DigitisationAssessment-date sh:MaxCountConstraintComponent
# The digitisation assessment has two values of “date”.
INSERT DATA { <id/level-assessment/example> dct:date "2026-05-31"^^xsd:date }
