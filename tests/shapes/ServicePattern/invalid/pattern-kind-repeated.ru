# expect: psgsh:ServicePattern-patternKind sh:MaxCountConstraintComponent
# The pattern has two codes for “pattern kind”.
INSERT DATA { <id/pattern/example> psg:patternKind <codelist/pattern-kind/step> }
