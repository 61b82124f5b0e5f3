# expect: psgsh:Change-warnings sh:MinInclusiveConstraintComponent
# No warnings are not counted.
INSERT DATA { <id/change/1> psg:warnings 0 }
