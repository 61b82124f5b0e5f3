# expect: psgsh:DigitisationAssessment-wasAttributedTo sh:MinCountConstraintComponent
# The digitisation assessment names no organisation or digital service team.
DELETE WHERE { <id/level-assessment/example> prov:wasAttributedTo ?value }
