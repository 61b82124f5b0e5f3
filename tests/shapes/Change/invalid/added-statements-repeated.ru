# expect: psgsh:Change-addedStatements sh:MaxCountConstraintComponent
# Two counts.
INSERT DATA { <id/change/1> psg:addedStatements 1 , 2 }
