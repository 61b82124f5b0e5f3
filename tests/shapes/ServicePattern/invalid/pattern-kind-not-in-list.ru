# expect: psgsh:ServicePattern-patternKind sh:NodeConstraintComponent
# The code for “pattern kind” is not in the code list.
DELETE WHERE { <id/pattern/example> psg:patternKind ?value } ;
INSERT DATA { <id/pattern/example> psg:patternKind <codelist/pattern-kind/unknown> }
