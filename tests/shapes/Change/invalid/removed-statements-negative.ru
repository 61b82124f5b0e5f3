# expect: psgsh:Change-removedStatements sh:MinInclusiveConstraintComponent
# The count is less than 0.
INSERT DATA { <id/change/1> psg:removedStatements -1 }
