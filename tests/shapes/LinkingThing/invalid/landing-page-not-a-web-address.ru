# expect: psgsh:LinkingThing-landingPage sh:PatternConstraintComponent
# The value of “landing page” is a script instead of a web address.
DELETE WHERE { <id/output/example> dcat:landingPage ?value } ;
INSERT DATA { <id/output/example> dcat:landingPage <javascript:alert(1)> }
