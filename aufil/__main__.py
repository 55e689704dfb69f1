from aufil.config.cli import main

main()
