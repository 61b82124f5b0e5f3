# expect: psgsh:Proposal-proposal sh:DatatypeConstraintComponent
# The number is no whole number.
DELETE { ?p psg:proposal 1 } INSERT { ?p psg:proposal "1.5"^^xsd:float } WHERE { ?p psg:proposal 1 }
