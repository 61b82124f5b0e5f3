# expect: psgsh:ServicePattern-patternKind sh:MinCountConstraintComponent
# The pattern has no code for “pattern kind”.
DELETE WHERE { <id/pattern/example> psg:patternKind ?value }
