# expect: psgsh:NamedThing sh:OrConstraintComponent
# The key of the address has capital letters.
DELETE { ?thing ?property ?value }
INSERT { <id/output/Example_1> ?property ?value }
WHERE { ?thing ?property ?value }
