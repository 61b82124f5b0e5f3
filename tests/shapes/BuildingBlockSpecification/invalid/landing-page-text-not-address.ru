# expect: psgsh:BuildingBlockSpecification-landingPage sh:NodeKindConstraintComponent
# The value of “landing page” is text instead of an address.
INSERT DATA { <id/specification/example> dcat:landingPage "https://example.org/first" }
