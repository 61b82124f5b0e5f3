# expect: psgsh:Change-addedStatements sh:MinInclusiveConstraintComponent
# The count is less than 0.
INSERT DATA { <id/change/1> psg:addedStatements -1 }
