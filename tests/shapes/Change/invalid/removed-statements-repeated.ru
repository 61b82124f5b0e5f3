# expect: psgsh:Change-removedStatements sh:MaxCountConstraintComponent
# Two counts.
INSERT DATA { <id/change/1> psg:removedStatements 1 , 2 }
