# expect: psgsh:Change-wasAssociatedWith sh:NodeKindConstraintComponent
# The agent is named in words.
INSERT DATA { <id/change/1> prov:wasAssociatedWith "the office" }
