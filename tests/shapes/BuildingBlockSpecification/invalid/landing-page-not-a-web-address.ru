# expect: psgsh:BuildingBlockSpecification-landingPage sh:PatternConstraintComponent
# The value of “landing page” is a script instead of a web address.
INSERT DATA { <id/specification/example> dcat:landingPage <javascript:alert(1)> }
