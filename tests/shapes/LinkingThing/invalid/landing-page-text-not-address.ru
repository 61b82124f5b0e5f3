# expect: psgsh:LinkingThing-landingPage sh:NodeKindConstraintComponent
# The value of “landing page” is text instead of an address.
DELETE WHERE { <id/output/example> dcat:landingPage ?value } ;
INSERT DATA { <id/output/example> dcat:landingPage "https://example.org/first" }
